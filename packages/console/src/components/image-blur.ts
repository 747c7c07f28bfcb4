import { useDeviceSetting } from './device-setting.ts'

/** Whether a reviewer wants pictures blurred. */
export function useBlur(): [blur: boolean, setBlur: (blur: boolean) => void] {
  const [value, setValue] = useDeviceSetting('blur-pictures')
  return [value === 'true', (blur) => setValue(String(blur))]
}
