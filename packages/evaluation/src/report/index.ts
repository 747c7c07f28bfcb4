export { evaluationPage, type PageOptions } from './page.ts'
export { evaluationText } from './text.ts'
export { percent, percentRange } from './numbers.ts'
