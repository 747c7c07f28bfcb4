export { compileEngine, type Engine } from './engine.ts'
