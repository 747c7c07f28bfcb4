export { checkDocuments, type CheckedDocument, type SentDocument } from './documents.ts'
export { typeOfDocument } from './type.ts'
