export { Faults, type Fault } from './faults.tsx'
export { FileDrop } from './file-drop.tsx'
export { Icon, type IconName } from './icon.tsx'
export { More } from './more.tsx'
export { Card, Columns, Page, useTitle } from './page.tsx'
export { Denied, Empty, Failed, Loading, OfflineBar, Refused, useProblemText } from './states.tsx'
export { theme, variables } from './theme.ts'
export {
  decisionOrder,
  DecisionIcon,
  DecisionMark,
  VerdictMark,
  verdictOrder,
} from './verdict.tsx'
export { StrangersAddress, webAddress } from './web-address.tsx'
