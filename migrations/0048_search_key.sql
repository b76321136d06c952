-- expand
-- The texts as they are searched (base/names.ts searchKey): no diacritics, no case, punctuation as spaces. Of Latin letters it is the same
-- whatever the locale of the database; letters of other scripts keep their case where that is C.
create function search_key(texts text[]) returns text language plpgsql immutable parallel safe as $$
declare
  said text := array_to_string(texts, ' ');
begin
  if said ~ '[^ -~]' then
    -- Most names have no other letters than these.
    said := translate(said, 'åäöÅÄÖéÉ', 'aaoAAOeE');
    if said ~ '[^ -~]' then
      said := regexp_replace(normalize(said, NFKD), '[\u00ad\u0300-\u036f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]', '', 'g');
      said := translate(said, 'ØøÆæŒœŁłĐđÐðı', 'ooaaoollddddi');
      said := replace(replace(replace(replace(said, 'ß', 'ss'), 'ẞ', 'ss'), 'Þ', 'th'), 'þ', 'th');
    end if;
  end if;
  said := lower(said);
  if said ~ '[^a-z0-9 ]|  ' then
    said := regexp_replace(said,
      '[\u0001-\u002f\u003a-\u0060\u007b-\u00bf\u00d7\u00f7\u2000-\u205f\u20a0-\u20cf\u2190-\u2bff\u3000-\u303f]+', ' ', 'g');
  end if;
  return btrim(said);
end
$$;
