export { textIn } from './text-in.ts'
