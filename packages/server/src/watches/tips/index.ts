export { mayRecordTip } from './policy.ts'
export {
  maxEmailTipsADay,
  readEmailTipPages,
  recordEmailTips,
  type PageReader,
} from './manage-tips.ts'
export { tipRoutes } from './routes.ts'
