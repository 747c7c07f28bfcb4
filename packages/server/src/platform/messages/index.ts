export { textIn, type ServerText } from './text-in.ts'
