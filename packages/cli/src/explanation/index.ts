export { explanation } from './explanation.ts'
