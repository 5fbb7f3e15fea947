const whole = new Intl.NumberFormat('en')

/** "3,001": how every number of things is written. */
export const digits = (count: number): string => whole.format(count)

/** "1 port", "3,001 ports"; `many` where it is no plain plural. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${digits(count)} ${count === 1 ? one : many}`
