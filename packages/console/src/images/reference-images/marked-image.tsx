import type { ReactNode } from 'react'
import styles from './reference-images.module.css'

export type Corner = readonly number[]

/** A marked region of a picture, with its description. */
export type Mark = { corners: readonly Corner[]; kind: 'same' | 'text' | 'code'; words?: string }

export type FramedProps = {
  source: string
  words: string
  size: { width: number; height: number }
  marks: readonly Mark[]
  points: readonly Corner[]
}

/** A picture with marks, in pixels of the original. */
export function MarkedImage({ source, words, size, marks, points }: FramedProps): ReactNode {
  const { width, height } = size
  const radius = Math.max(width, height) / 160
  return (
    <span className={styles.frame} style={{ aspectRatio: `${width} / ${height}` }}>
      <img src={source} alt={words} referrerPolicy="same-origin" />
      <svg viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
        {marks.map(({ corners, kind }, index) => (
          <polygon
            key={index}
            data-kind={kind}
            points={corners.map((corner) => corner.join(',')).join(' ')}
          />
        ))}
        {points.map(([x = 0, y = 0], index) => (
          <circle key={index} cx={x} cy={y} r={radius} />
        ))}
      </svg>
    </span>
  )
}
