export { ComparedTable, type FieldPlan, type TableRecord } from './compared-table.ts'
export {
  linkRecords,
  type LinkedRecords,
  type LinkRecordsOptions,
  type RecordLink,
  type RecordNetwork,
  type RecordReason,
} from './link-records.ts'
