export { mayRecordTip } from './policy.ts'
export {
  maxEmailTipsADay,
  readEmailTipPages,
  recordEmailTips,
  type EmailRecord,
  type PageReader,
} from './manage-tips.ts'
export type { TipEmail } from './repository.ts'
export { tipRoutes } from './routes.ts'
