import type { EngineReleaseState, Strength, TermOrigin } from '@touchstone/contract'
import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { StateMark, type StateMarkProps } from '../../components/index.ts'
import styles from './engine-releases.module.css'

/** Strength of a term, as bars and a word. */
export function StrengthMark({ strength }: { strength: Strength }): ReactNode {
  const { t } = useText()
  const bars = { S: 3, M: 2, W: 1 }[strength]
  return (
    <span className={styles.strength} title={t(`term-strength.${strength}.meaning`)}>
      <svg width="14" height="11" viewBox="0 0 14 11" aria-hidden="true">
        {[1, 2, 3].map((bar) => (
          <rect
            key={bar}
            x={(bar - 1) * 5}
            y={11 - bar * 3.6}
            width="3.4"
            height={bar * 3.6}
            rx="1"
            fill="currentColor"
            opacity={bar <= bars ? 1 : 0.22}
          />
        ))}
      </svg>
      {t(`term-strength.${strength}`)}
    </span>
  )
}

const ofOrigin = { added: 'good', changed: 'waiting', off: 'bad' } as const

export function OriginMark({ origin }: { origin: TermOrigin }): ReactNode {
  const { t } = useText()
  if (origin === 'shipped') return <span className={styles.quiet}>{t('term-origin.shipped')}</span>
  return <StateMark tone={ofOrigin[origin]}>{t(`term-origin.${origin}`)}</StateMark>
}

const ofState: Record<EngineReleaseState, StateMarkProps['tone']> = {
  draft: 'plain',
  shadow: 'waiting',
  live: 'good',
  retired: 'plain',
}

export function EngineReleaseMark({ state }: { state: EngineReleaseState }): ReactNode {
  const { t } = useText()
  return <StateMark tone={ofState[state]}>{t(`engine-release.state.${state}`)}</StateMark>
}
