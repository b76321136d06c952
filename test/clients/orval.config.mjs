/** An import takes files of many forms, and each form of a body has a function of its own. */
export default {
  partnerskap: {
    input: './generated/openapi.json',
    output: {
      target: './generated/orval/client.ts',
      client: 'fetch',
      override: { splitByContentType: true }
    }
  }
}
