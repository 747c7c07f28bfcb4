export { documentName } from './document-name.ts'
export {
  checkDocument,
  checkDocuments,
  documentChecker,
  type CheckedContent,
  type CheckedDocument,
  type SentDocument,
} from './documents.ts'
