export { openApiDocument } from './openapi.ts'
export { noticePorts, createSellerLinks } from './connect-notices.ts'
export { createApi, type ApiOptions } from './app.ts'
export { serve, type RunningServer, type ServeOptions } from './serve.ts'
