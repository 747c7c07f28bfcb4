export { detailText, reasonText } from './sentences.ts'
