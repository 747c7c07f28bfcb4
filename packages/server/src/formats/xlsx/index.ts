export { openXlsx, type XlsxOptions } from './xlsx.ts'
