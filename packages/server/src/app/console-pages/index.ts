export { openConsolePages } from './pages.ts'
