/** Domains where anybody can have an address: mailbox providers and access providers of the world. */
export const FREE_MAIL = `
  gmail.com googlemail.com
  outlook.com outlook.de outlook.fr outlook.es outlook.it outlook.at outlook.be outlook.dk outlook.ie
  outlook.pt outlook.cl outlook.in outlook.jp outlook.kr outlook.sa outlook.com.ar outlook.com.au
  outlook.com.br outlook.com.tr
  hotmail.com hotmail.de hotmail.fr hotmail.es hotmail.it hotmail.nl hotmail.be hotmail.ch hotmail.se
  hotmail.no hotmail.dk hotmail.fi hotmail.gr hotmail.ca hotmail.cl hotmail.co.uk hotmail.co.jp
  hotmail.co.kr hotmail.co.th hotmail.com.ar hotmail.com.br hotmail.com.tr hotmail.com.au
  live.com live.de live.fr live.it live.nl live.be live.at live.se live.no live.dk live.ca live.in
  live.cn live.jp live.co.uk live.co.za live.com.ar live.com.au live.com.mx live.com.pt msn.com
  passport.com windowslive.com
  yahoo.com yahoo.de yahoo.fr yahoo.es yahoo.it yahoo.nl yahoo.be yahoo.se yahoo.no yahoo.dk yahoo.pl
  yahoo.ro yahoo.gr yahoo.at yahoo.ie yahoo.ca yahoo.in yahoo.cn yahoo.co.uk yahoo.co.in yahoo.co.id
  yahoo.co.jp yahoo.co.kr yahoo.co.nz yahoo.co.th yahoo.co.za yahoo.com.ar yahoo.com.au yahoo.com.br
  yahoo.com.cn yahoo.com.co yahoo.com.hk yahoo.com.mx yahoo.com.my yahoo.com.pe yahoo.com.ph yahoo.com.sg
  yahoo.com.tr yahoo.com.tw yahoo.com.vn ymail.com rocketmail.com myyahoo.com
  aol.com aol.de aol.fr aol.it aol.co.uk aim.com netscape.net love.com
  icloud.com me.com mac.com privaterelay.appleid.com
  proton.me protonmail.com protonmail.ch pm.me tutanota.com tutanota.de tutamail.com tuta.com tuta.io
  keemail.me hushmail.com mailfence.com disroot.org riseup.net posteo.de posteo.net posteo.at posteo.ch
  mailbox.org startmail.com runbox.com countermail.com kolabnow.com ctemplar.com skiff.com
  fastmail.com fastmail.fm fastmail.net sent.com hey.com duck.com relay.firefox.com mozmail.com
  simplelogin.com anonaddy.me addy.io
  zoho.com zohomail.com zohomail.eu zohomail.in
  gmx.com gmx.de gmx.net gmx.at gmx.ch gmx.fr gmx.es gmx.us gmx.co.uk gmx.eu gmx.biz gmx.info gmx.org
  web.de email.de mail.de freenet.de t-online.de arcor.de online.de kabelmail.de unitybox.de
  mail.com email.com usa.com europe.com consultant.com engineer.com post.com inbox.com lycos.com
  excite.com juno.com netzero.net rediffmail.com rediff.com indiatimes.com in.com sify.com
  mail.ru inbox.ru list.ru bk.ru internet.ru yandex.com yandex.ru yandex.by yandex.kz yandex.ua ya.ru
  rambler.ru lenta.ru ro.ru ukr.net i.ua meta.ua bigmir.net tut.by mail.kz
  qq.com foxmail.com vip.qq.com 163.com 126.com yeah.net vip.163.com sina.com sina.cn vip.sina.com
  sohu.com 139.com 189.cn 21cn.com tom.com aliyun.com wo.cn naver.com hanmail.net daum.net nate.com
  kakao.com docomo.ne.jp ezweb.ne.jp softbank.ne.jp i.softbank.jp nifty.com biglobe.ne.jp ocn.ne.jp
  excite.co.jp hinet.net pchome.com.tw seznam.cz email.cz post.cz centrum.cz centrum.sk volny.cz atlas.cz
  azet.sk zoznam.sk
  wp.pl o2.pl onet.pl onet.eu op.pl poczta.onet.pl interia.pl interia.eu poczta.fm tlen.pl gazeta.pl
  vp.pl
  orange.fr wanadoo.fr free.fr sfr.fr laposte.net neuf.fr bbox.fr numericable.fr club-internet.fr
  aliceadsl.fr
  libero.it virgilio.it alice.it tin.it tiscali.it iol.it inwind.it email.it fastwebnet.it
  telefonica.net terra.es ono.com sapo.pt iol.pt clix.pt
  ziggo.nl kpnmail.nl planet.nl home.nl xs4all.nl hetnet.nl casema.nl chello.nl upcmail.nl telenet.be
  skynet.be scarlet.be
  bluewin.ch hispeed.ch aon.at chello.at a1.net utanet.at kabsi.at
  spray.se comhem.se bredband.net online.no frisurf.no jubii.dk mail.dk stofanet.dk elisanet.fi
  kolumbus.fi luukku.com saunalahti.fi
  btinternet.com btopenworld.com virginmedia.com virgin.net ntlworld.com blueyonder.co.uk talktalk.net
  tiscali.co.uk eircom.net
  comcast.net verizon.net att.net sbcglobal.net bellsouth.net pacbell.net ameritech.net cox.net
  charter.net spectrum.net roadrunner.com rr.com earthlink.net mindspring.com optonline.net
  frontiernet.net windstream.net embarqmail.com q.com suddenlink.net cableone.net
  sympatico.ca shaw.ca telus.net videotron.ca bell.net cogeco.ca bigpond.com bigpond.net.au
  optusnet.com.au iinet.net.au tpg.com.au xtra.co.nz
  uol.com.br bol.com.br terra.com.br ig.com.br globo.com globomail.com r7.com oi.com.br zipmail.com.br
  fibertel.com.ar ciudad.com.ar arnet.com.ar prodigy.net.mx
  abv.bg mail.bg dir.bg freemail.hu citromail.hu t-online.hu indamail.hu walla.co.il walla.com 012.net.il
  netvision.net.il bezeqint.net otenet.gr in.gr mynet.com mweb.co.za telkomsa.net webmail.co.za inbox.lv
  inbox.lt one.lt hot.ee mail.ee siol.net net.hr
`
  .trim()
  .split(/\s+/);

/** Domains whose addresses are made to be thrown away. */
export const DISPOSABLE_MAIL = `
  mailinator.com guerrillamail.com guerrillamail.net guerrillamail.org guerrillamail.biz
  guerrillamailblock.com sharklasers.com grr.la pokemail.net spam4.me 10minutemail.com 10minutemail.net
  20minutemail.com temp-mail.org temp-mail.io tempmail.com tempmail.net tempmailo.com tempr.email
  tempail.com tmpmail.org tmpmail.net throwawaymail.com throwaway.email trashmail.com trashmail.de
  trashmail.net trash-mail.com wegwerfmail.de wegwerfemail.de einrot.com yopmail.com yopmail.fr
  yopmail.net cool.fr.nf jetable.org getnada.com nada.email inboxkitten.com maildrop.cc mailnesia.com
  mailcatch.com mailnull.com mintemail.com mohmal.com moakt.com emailondeck.com dispostable.com
  discard.email discardmail.com fakeinbox.com fakemail.net fakemailgenerator.com armyspy.com cuvox.de
  dayrep.com fleckens.hu gustr.com jourrapide.com rhyta.com superrito.com teleworm.us burnermail.io
  spamgourmet.com spambox.us spamex.com mytemp.email minuteinbox.com incognitomail.org anonbox.net
  deadaddress.com emailfake.com generator.email 33mail.com mail-temp.com mail.tm dropmail.me
  linshiyouxiang.net luxusmail.org mailpoof.com owlymail.com tempinbox.com tempmailaddress.com
  zetmail.com harakirimail.com mailsac.com
`
  .trim()
  .split(/\s+/);
