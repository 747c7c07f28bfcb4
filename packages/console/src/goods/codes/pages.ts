export { BatchesPage } from './batches-page.tsx'
export { CodePage } from './code-page.tsx'
export { CodesPage } from './codes-page.tsx'
