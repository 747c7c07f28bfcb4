import { Button, Loader } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { problemOf, useOnline, type Problem } from '../connection/index.ts'
import { useText } from '../messages/index.ts'
import { Icon, type IconName } from './icon.tsx'
import styles from './page-states.module.css'
import { ProblemText, ServerSentence } from './problem-text.tsx'

type StateProps = {
  icon: IconName
  title: string
  children?: ReactNode
  actions?: ReactNode
  /** Level of the title: h1 if nothing else is on the page. */
  heading?: 'h1' | 'h2'
}

function State(state: StateProps): ReactNode {
  const { icon, title, children, actions, heading: Heading = 'h2' } = state
  return (
    <div className={styles.state}>
      <span className={styles.figure}>
        <Icon name={icon} size={22} />
      </span>
      <Heading>{title}</Heading>
      {children}
      {actions !== undefined && <div className={styles.actions}>{actions}</div>}
    </div>
  )
}

/** Nothing here yet, and what to do next. */
export function Empty({
  children,
  ...state
}: Omit<StateProps, 'icon'> & { icon?: IconName }): ReactNode {
  return (
    <State icon="nothing" {...state}>
      <p>{children}</p>
    </State>
  )
}

export function Loading(): ReactNode {
  const { t } = useText()
  return (
    <div className={styles.loading} role="status" aria-label={t('state.loading')}>
      <Loader size="sm" />
    </div>
  )
}

/** No permission for this page, and whom to ask. */
export function Denied({ children }: { children: ReactNode }): ReactNode {
  const { t } = useText()
  return (
    <State icon="lock" title={t('state.denied.title')}>
      <p>{children}</p>
    </State>
  )
}

const icons: Record<Problem['kind'], IconName> = {
  offline: 'cloud',
  'not-signed-in': 'lock',
  'not-allowed': 'lock',
  'not-found': 'nothing',
  conflict: 'warning',
  'too-many-requests': 'warning',
  refused: 'warning',
  broken: 'warning',
}

/** An error in place of the page. */
export function Failed({ error, retry }: { error: unknown; retry?: () => void }): ReactNode {
  const { t } = useText()
  const problem = problemOf(error)
  return (
    <State
      icon={icons[problem.kind]}
      title={t(`problem.${problem.kind}.title`)}
      actions={
        retry && (
          <Button variant="default" onClick={retry}>
            {t('state.retry')}
          </Button>
        )
      }
    >
      <p>
        <ProblemText problem={problem} />
      </p>
      <ServerSentence problem={problem} />
      {problem.kind === 'broken' && problem.requestId !== undefined && (
        <p className={styles.fine}>{t('problem.request', { id: problem.requestId })}</p>
      )}
    </State>
  )
}

export type Unfinished = Pick<UseQueryResult, 'isError' | 'error' | 'refetch'>

/** Replaces content that is loading or failed to load. */
export function QueryStatus({ query }: { query: Unfinished }): ReactNode {
  if (!query.isError) return <Loading />
  return <Failed error={query.error} retry={() => void query.refetch()} />
}

/** An error beside the control that caused it. */
export function Refused({ error }: { error: unknown }): ReactNode {
  if (error === null || error === undefined) return null
  const problem = problemOf(error)
  return (
    <div className={styles.inline} role="alert">
      <Icon name="warning" size={16} />
      <div>
        <ProblemText problem={problem} />
        <ServerSentence problem={problem} />
      </div>
    </div>
  )
}

/** Shown while there is no network connection. */
export function OfflineBar(): ReactNode {
  const { t } = useText()
  if (useOnline()) return null
  return (
    <div className={styles.bar} role="status">
      <Icon name="cloud" size={16} />
      {t('state.offline')}
    </div>
  )
}
