export {
  fillPlaces,
  formatMessage,
  type Message,
  type MessagePart,
  type MessageValue,
  type MessageValues,
} from './format-message.ts'
export { createMessageText, type MessageText } from './message-text.ts'
export type { ValuesOf } from './message-types.ts'
