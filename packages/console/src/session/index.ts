export { AccountMenu } from './account-menu.tsx'
export { rightsOf, type Rights } from './rights.ts'
export { isMember, MemberProvider, useMember, useSession } from './session.ts'
export { StepPage } from './steps.tsx'
