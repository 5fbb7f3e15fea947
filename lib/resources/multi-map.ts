/** Adds to the list under a key; lists grow in place, so the map must be one's own. */
export function addTo<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const found = map.get(key)
  if (found) found.push(value)
  else map.set(key, [value])
}
