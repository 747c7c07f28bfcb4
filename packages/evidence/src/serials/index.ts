export { isSerial, randomSerial, SerialIssuer, type DerivedBatch } from './serials.ts'
