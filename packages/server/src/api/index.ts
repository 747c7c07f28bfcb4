export { noticeRooms, sellerLinks } from './notice-rooms.ts'
export { createApi, type ApiOptions } from './app.ts'
export { serve, type Served, type ServeOptions } from './serve.ts'
