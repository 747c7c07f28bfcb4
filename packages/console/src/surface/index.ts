export { verdictOrder } from '../assessment/index.ts'
export { ConfirmButton } from './confirmation.tsx'
export { useDeviceSetting } from './device-setting.ts'
export { useBlur } from './image-blur.ts'
export { DecisionButtons } from './decision-buttons.tsx'
export { FactList } from './fact-list.tsx'
export { EncodingReadings, EncodingSelect } from './encoding-choice.tsx'
export { Faults } from './row-faults.tsx'
export { CheatSheet, type KeyRows } from './cheat-sheet.tsx'
export { FileDrop } from './file-drop.tsx'
export { FormEnd } from './form-footer.tsx'
export { Icon, type IconName } from './icon.tsx'
export { KeyboardShortcutsButton } from './keyboard-shortcuts-button.tsx'
export { Moment } from './date-time.tsx'
export { More } from './load-more.tsx'
export { NoticeBar } from './notice-bar.tsx'
export { PassingNotice } from './dismissible-notice.tsx'
export { useNow } from './use-now.ts'
export { Card, Columns, Page, useTitle } from './page.tsx'
export { HeadTabs, PageTabs } from './page-tabs.tsx'
export { csvTable } from './csv-table.ts'
export { saveJson, saveText } from './save-file.ts'
export { CopyButton } from './copy-button.tsx'
export { ShownOnce } from './one-time-secret.tsx'
export { SubmitButton } from './submit-button.tsx'
export { StateMark, type StateMarkProps } from './state-mark.tsx'
export {
  Denied,
  Empty,
  Failed,
  Loading,
  OfflineBar,
  Refused,
  QueryStatus,
} from './page-states.tsx'
export { ProblemText } from './problem-text.tsx'
export { TimeLeft, TimeStanding } from './time-left.tsx'
export { theme, variables } from './theme.ts'
export { decisionOrder, DecisionIcon, DecisionMark, VerdictMark } from './verdict-mark.tsx'
export { StrangersAddress } from './web-address.tsx'
export { DraftRestored } from './draft-restored.tsx'
export {
  forgetDraft,
  forgetDrafts,
  hasDraft,
  useKeptDraft,
  type DraftKey,
} from './use-kept-draft.ts'
