import { useState, type ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import styles from './network.module.css'

/** Chooses one of the moments at which the network changed, or now. */
export function TimeSlider({
  moments,
  at,
  onChange,
}: {
  /** The oldest first. */
  moments: readonly string[]
  at: string | undefined
  onChange: (at: string | undefined) => void
}): ReactNode {
  const { t, time } = useText()
  const now = moments.length
  const stored = at === undefined ? now : moments.findLastIndex((moment) => moment <= at)
  /** While it is dragged, nothing is asked of the server. */
  const [moving, setMoving] = useState<number>()
  const place = moving ?? Math.max(0, stored)
  const wordsOf = (step: number): string => {
    const moment = moments[step]
    return moment === undefined ? t('network.time.now') : time(moment)
  }
  const choose = (): void => {
    if (moving !== undefined && moving !== stored) onChange(moments[moving])
    setMoving(undefined)
  }
  return (
    <label className={styles.slider}>
      <span>{t('network.time', { when: wordsOf(place) })}</span>
      <input
        type="range"
        min={0}
        max={now}
        step={1}
        value={place}
        aria-valuetext={wordsOf(place)}
        onChange={({ currentTarget }) => setMoving(Number(currentTarget.value))}
        onPointerUp={choose}
        onKeyUp={choose}
        onBlur={choose}
      />
    </label>
  )
}
