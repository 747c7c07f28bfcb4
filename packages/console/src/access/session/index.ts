import { lazyRouteComponent } from '@tanstack/react-router'
import { withMessages } from '../../messages/index.ts'

export { AccountMenu } from './account-menu.tsx'
export { permissionsOf, type Permissions } from './permissions.ts'
export {
  isOperator,
  isMember,
  readSession,
  SignedInProvider,
  useActFor,
  useMember,
  useSession,
  useSignedIn,
} from './session.ts'

export const AccountPage = lazyRouteComponent(
  () => withMessages(['account'], import('./account-page.tsx')),
  'AccountPage',
)
export const InvitationPage = lazyRouteComponent(
  () => withMessages(['account'], import('./invitation-page.tsx')),
  'InvitationPage',
)
export const SignInPage = lazyRouteComponent(() => import('./sign-in-page.tsx'), 'SignInPage')
export const StepPage = lazyRouteComponent(
  () => withMessages(['account'], import('./sign-in-steps.tsx')),
  'StepPage',
)
