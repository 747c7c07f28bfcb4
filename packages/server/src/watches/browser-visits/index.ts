export { browserRenderer, type Renderer, type RenderVisit } from './browser-renderer.ts'
