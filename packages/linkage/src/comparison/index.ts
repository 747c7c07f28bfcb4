export { comparisons, fieldKinds, type Comparison, type FieldKind } from './field-kinds.ts'
