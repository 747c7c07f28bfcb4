export { App } from './app.tsx'
export { createPages } from './router.tsx'
