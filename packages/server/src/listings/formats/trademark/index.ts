export { readTrademarks } from './read-trademarks.ts'
export { isTrademarkXml, type TrademarkRecord } from './trademark-record.ts'
