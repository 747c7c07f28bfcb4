export { verdictOrder } from '../assessment/index.ts'
export { Asked } from './asked.tsx'
export { useBlur } from './blur.ts'
export { DecisionButtons } from './decision-buttons.tsx'
export { FactList } from './fact-list.tsx'
export { EncodingReadings, EncodingSelect } from './encoding-choice.tsx'
export { Faults } from './faults.tsx'
export { CheatSheet, type KeyRows } from './cheat-sheet.tsx'
export { FileDrop } from './file-drop.tsx'
export { FormEnd } from './form-end.tsx'
export { Icon, type IconName } from './icon.tsx'
export { KeysButton } from './keys-button.tsx'
export { Moment } from './moment.tsx'
export { More } from './more.tsx'
export { NoticeBar } from './notice-bar.tsx'
export { PassingNotice } from './passing-notice.tsx'
export { useNow } from './now.ts'
export { Card, Columns, Page, useTitle } from './page.tsx'
export { HeadTabs, PageTabs } from './page-tabs.tsx'
export { saveJson, saveText } from './save-file.ts'
export { CopyButton } from './copy-button.tsx'
export { ShownOnce } from './shown-once.tsx'
export { StateMark, type StateMarkProps } from './state-mark.tsx'
export {
  Denied,
  Empty,
  Failed,
  Loading,
  OfflineBar,
  ProblemText,
  Refused,
  Unread,
} from './states.tsx'
export { TimeLeft, TimeStanding } from './time-left.tsx'
export { theme, variables } from './theme.ts'
export { decisionOrder, DecisionIcon, DecisionMark, VerdictMark } from './verdict.tsx'
export { StrangersAddress } from './web-address.tsx'
