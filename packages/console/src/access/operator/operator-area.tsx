import { Outlet } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { isOperator, useSignedIn } from '../session/index.ts'
import { Denied } from '../../components/index.ts'

/** The operator's pages, while they act for no organisation. */
export function OperatorArea(): ReactNode {
  const { t } = useText()
  const state = useSignedIn()
  if (isOperator(state)) return <Outlet />
  return (
    <Denied>
      {state.person.installationAdmin ? t('installation.switch') : t('installation.denied')}
    </Denied>
  )
}
