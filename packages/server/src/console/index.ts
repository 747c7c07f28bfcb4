export { openConsolePages, type ConsolePages } from './pages.ts'
