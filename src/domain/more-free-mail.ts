/** Providers that the maintained lists do not know. What they know is not repeated here: a test says so. */
export const MORE_FREE_MAIL = `
  hotmail.ch hotmail.se hotmail.no hotmail.fi hotmail.cl hotmail.com.tr live.at live.se live.no live.in
  live.co.za live.com.pt passport.com yahoo.nl yahoo.be yahoo.no yahoo.pl yahoo.at yahoo.co.za yahoo.com.co
  yahoo.com.pe yahoo.com.tr myyahoo.com aol.de aol.fr tutanota.com tutanota.de tutamail.com tuta.com tuta.io
  keemail.me mailfence.com disroot.org riseup.net posteo.de posteo.net posteo.at posteo.ch startmail.com
  countermail.com kolabnow.com ctemplar.com skiff.com fastmail.com fastmail.net duck.com relay.firefox.com
  mozmail.com simplelogin.com anonaddy.me addy.io zohomail.com zohomail.eu zohomail.in gmx.ch gmx.es gmx.us
  gmx.co.uk gmx.eu gmx.biz gmx.info gmx.org mail.de unitybox.de rediff.com in.com internet.ru yandex.by
  yandex.kz yandex.ua lenta.ru ro.ru meta.ua bigmir.net tut.by mail.kz sohu.com 139.com 189.cn wo.cn
  kakao.com nifty.com biglobe.ne.jp ocn.ne.jp hinet.net pchome.com.tw volny.cz atlas.cz azet.sk zoznam.sk
  onet.eu op.pl interia.eu tlen.pl vp.pl bbox.fr numericable.fr fastwebnet.it telefonica.net ono.com iol.pt
  clix.pt ziggo.nl xs4all.nl casema.nl upcmail.nl scarlet.be hispeed.ch aon.at chello.at a1.net utanet.at
  kabsi.at comhem.se bredband.net online.no frisurf.no jubii.dk mail.dk stofanet.dk elisanet.fi kolumbus.fi
  saunalahti.fi spectrum.net suddenlink.net ciudad.com.ar mail.bg dir.bg citromail.hu indamail.hu 012.net.il
  bezeqint.net otenet.gr in.gr mynet.com mweb.co.za telkomsa.net inbox.lt one.lt siol.net net.hr
  temp-mail.io tempmail.com tempmail.net throwaway.email burnermail.io luxusmail.org tempmailaddress.com
`
  .trim()
  .split(/\s+/);
