export function Berth({ number, name, out, picture }) {
  return (
    <li>
      <img src={picture} alt="" width={96} height={72} />
      <strong>{name}</strong>
      <span>{out ? 'on the water' : `berth ${number}`}</span>
    </li>
  );
}
