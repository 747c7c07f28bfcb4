export { openApiDocument } from './openapi.ts'
export { createApi, type ApiOptions } from './app.ts'
export { serve, type RunningServer, type ServeOptions } from './serve.ts'
