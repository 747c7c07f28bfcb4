import { lazyRouteComponent } from '@tanstack/react-router'

export { AccountMenu } from './account-menu.tsx'
export { permissionsOf, type Permissions } from './permissions.ts'
export {
  isOperator,
  isMember,
  readSession,
  SignedInProvider,
  useMember,
  useSession,
  useSignedIn,
} from './session.ts'

export const AccountPage = lazyRouteComponent(() => import('./account-page.tsx'), 'AccountPage')
export const InvitationPage = lazyRouteComponent(
  () => import('./invitation-page.tsx'),
  'InvitationPage',
)
export const SignInPage = lazyRouteComponent(() => import('./sign-in-page.tsx'), 'SignInPage')
export const StepPage = lazyRouteComponent(() => import('./sign-in-steps.tsx'), 'StepPage')
