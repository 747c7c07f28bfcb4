import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import styles from '../goods.module.css'
import type { Timeline } from '../queries.ts'
import { placesOf } from './places.ts'
import outlines from './world-outlines.json' with { type: 'json' }

/** Units of the outlines in a degree. */
const perDegree = 1 / outlines.unitDegrees
const [north, south] = [84, -58]
const kmOfDegree = 111.2

/**
 * Where a code was scanned, on outlines of countries that come with the page: no server of maps learns anything. The
 * table beside it says the same.
 */
export function ScanMap({ scans }: Pick<Timeline, 'scans'>): ReactNode {
  const { t } = useText()
  const places = placesOf(scans)
  if (places.length === 0) return null
  const [width, height] = [360 * perDegree, (north - south) * perDegree]
  return (
    <svg
      className={styles.map}
      viewBox={`${-width / 2} ${-north * perDegree} ${width} ${height}`}
      role="img"
      aria-label={t('code.map', { places: places.length })}
    >
      <path className={styles.land} d={outlines.path} />
      {places.map(({ lat, lon, accuracyKm, count }) => {
        const [x, y] = [lon * perDegree, -lat * perDegree]
        const radius = Math.max(14, (accuracyKm / kmOfDegree) * perDegree)
        return (
          <g key={`${lat} ${lon}`}>
            <circle className={styles.scan} cx={x} cy={y} r={radius} />
            {count > 1 && (
              <text className={styles.number} x={x} y={y + 9}>
                {count}
              </text>
            )}
          </g>
        )
      })}
    </svg>
  )
}
