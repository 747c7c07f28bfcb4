import type { ReactNode } from 'react'
import { StateMark } from '../../components/index.ts'
import { useText } from '../../messages/index.ts'
import type { Code } from '../queries.ts'

export function CodeStateMark({ state }: { state: Code['state'] }): ReactNode {
  const { t } = useText()
  const tone = state === 'suspected-clone' ? 'bad' : state === 'watched' ? 'waiting' : 'plain'
  return <StateMark tone={tone}>{t(`code-state.${state}`)}</StateMark>
}
