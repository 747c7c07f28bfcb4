export { differenceOf } from './text-difference.ts'
export { fieldsOf, type Field } from './listing-fields.ts'
export { visibleParts } from './hidden-characters.ts'
export { ledgerOf, probabilityOf, type Ledger } from './probability-breakdown.ts'
export { marksOf, piecesOf, type Mark } from './signal-marks.ts'
export { families, signalCodes, signalNames } from './signal-names.ts'
export { verdictOrder } from './verdict-order.ts'
export {
  MarkedText,
  VisibleText,
  SaidText,
  type Lit,
  type MarkedTextProps,
} from './marked-text.tsx'
