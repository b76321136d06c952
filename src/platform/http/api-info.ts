import { Type } from 'typebox'
import type { App } from './app.ts'
import { apiReleased, apiVersion } from './openapi-info.ts'
import { baseOf } from './problems.ts'

export const ApiInfo = Type.Object(
  {
    apiName: Type.String({ description: 'Name of the API', example: 'Partnerskap' }),
    apiVersion: Type.String({ description: 'Version, as in semantic versioning', example: '0.1.0' }),
    apiReleased: Type.String({ format: 'date', description: 'When the version was released', example: apiReleased }),
    apiDocumentation: Type.String({
      format: 'uri',
      description: 'Where the API is described',
      example: 'https://api.example.se/docs'
    }),
    apiStatus: Type.String({ description: 'Where the API is in its life', example: 'active' })
  },
  { $id: 'ApiInfo', description: 'The API in short', additionalProperties: false }
)

/** `GET /api-info`, as the national REST API profile asks (VER.06). */
export async function apiInfoRoutes(app: App, { publicUrl }: { publicUrl: string | undefined }) {
  app.get(
    '/api-info',
    {
      config: { scope: 'public', maxAge: 300 },
      schema: {
        operationId: 'getApiInfo',
        tags: ['about'],
        summary: 'Describe the API',
        description: 'Name, version, status and where the documentation is.',
        response: { 200: Type.Ref('ApiInfo') }
      }
    },
    () => ({
      apiName: 'Partnerskap',
      apiVersion,
      apiReleased,
      apiDocumentation: `${baseOf(app, publicUrl)}/docs`,
      apiStatus: 'active'
    })
  )
}
