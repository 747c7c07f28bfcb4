export { Grouping } from './grouping.ts'
