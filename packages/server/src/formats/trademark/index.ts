export { readTrademarks } from './read.ts'
export { isTrademarkXml, type TrademarkRecord } from './record.ts'
