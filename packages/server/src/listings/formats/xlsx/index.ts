export { openXlsx, type XlsxOptions } from './open-xlsx.ts'
