export { documentName } from './document-name.ts'
export {
  checkDocument,
  checkDocuments,
  type CheckedContent,
  type CheckedDocument,
  type SentDocument,
} from './documents.ts'
