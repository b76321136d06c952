import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'

/**
 * Serves the page, and the chart library from node_modules. Any server of files will do as well.
 *
 *     PORT=8080 node serve.ts
 */

const chart = fileURLToPath(new URL('chart.umd.min.js', import.meta.resolve('chart.js')))
const here = (name: string) => fileURLToPath(new URL(name, import.meta.url))
const files: Record<string, { file: string; type: string }> = {
  '/': { file: here('index.html'), type: 'text/html; charset=utf-8' },
  '/style.css': { file: here('style.css'), type: 'text/css' },
  '/page.js': { file: here('page.js'), type: 'text/javascript' },
  '/data.js': { file: here('data.js'), type: 'text/javascript' },
  '/chart.umd.min.js': { file: chart, type: 'text/javascript' }
}

export async function servePage(port: number): Promise<{ origin: string; server: Server }> {
  const server = createServer(async (request, response) => {
    const found = files[new URL(request.url ?? '/', 'http://page').pathname]
    if (!found) return void response.writeHead(404).end()
    response.writeHead(200, { 'content-type': found.type }).end(await readFile(found.file))
  })
  await new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve))
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server }
}

if (import.meta.main) {
  const { origin } = await servePage(Number(process.env.PORT ?? 8080))
  console.log(`page ${origin}, start the service with CORS_ORIGINS=${origin}`)
}
