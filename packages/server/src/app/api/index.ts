export { noticeRooms, sellerLinks } from './connect-notices.ts'
export { createApi, type ApiOptions } from './app.ts'
export { serve, type Served, type ServeOptions } from './serve.ts'
