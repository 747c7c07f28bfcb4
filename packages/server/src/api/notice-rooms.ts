import type { NoticePorts } from '../notices/index.ts'

/** What notices are given of the rooms before theirs, in requests and in the job alike. */
export const noticeRooms: Omit<NoticePorts, 'outbound'> = {}
