
"""Made-up pages in the styles of the sites that speeches are saved from.

Each style takes a title and the lines of a text and gives a page that shows them, with all that
such a site puts around them. What the site says is written for these tests.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

Style = Callable[[str, Sequence[str]], str]

STYLES: dict[str, Style] = {}

MENU = "".join(
    f'<li><a href="/{n}/">{n}</a></li>'
    for n in ("首页", "政务公开", "办事服务", "互动交流", "走进云溪", "数据开放")
)
NEWS = "".join(
    f'<li><a href="/n/{i}.html">{n}</a><span>2023-05-1{i}</span></li>'
    for i, n in enumerate(
        (
            "云溪县召开防汛抗旱工作部署会议，要求压实责任",
            "县领导赴河口镇调研小流域治理，看望一线干部",
            "我县第三批公共租赁住房开始配租，符合条件的可申请",
            "关于公布行政许可事项清单的公告，请各单位遵照执行",
        )
    )
)
FOOTER = (
    '<div class="footer"><p>主办单位：云溪县人民政府办公室　承办：云溪县政务信息中心</p>'
    "<p>地址：云溪县城关镇人民路1号　邮编：414000</p><p>湘ICP备05001234号-1　"
    '<a href="http://beian.example/">湘公网安备 43060302000123号</a>　网站标识码：4306030001</p></div>'
)
CRUMBS = (
    '<div class="crumbs">您现在的位置：<a href="/">首页</a> &gt; <a href="/ld/">领导讲话</a></div>'
)
BODY_END = "</body></html>"


def style(function: Style) -> Style:
    STYLES[function.__name__] = function
    return function


def p(lines: Sequence[str], before: str = "<p>", after: str = "</p>") -> str:
    return "\n".join(f"{before}{escape(line, quote=False)}{after}" for line in lines)


def head(title: str, more: str = "", charset: str = '<meta charset="utf-8">') -> str:
    return f"<!DOCTYPE html><html><head>{charset}<title>{title}</title>{more}</head><body>"


@style
def trs(title: str, lines: Sequence[str]) -> str:
    return (
        head(
            f"{title}_云溪县人民政府",
            '<script src="/j.js"></script><link rel=stylesheet href=a.css>',
        )
        + f'<div class="header"><ul class="nav">{MENU}</ul></div>{CRUMBS}'
        f'<div class="article"><h1 class="article-title">{title}</h1>'
        '<div class="article-info"><span>来源：县政府办公室</span> <span>发布时间：2023-05-12 09:21</span>'
        '<span>浏览次数：<script>document.write(12)</script></span> 字体：【<a href="#">大</a> <a>中</a> 小】</div>'
        '<div class="TRS_Editor"><style type="text/css">.TRS_Editor P{margin:1em}</style>'
        + p(lines, '<p align="justify">　　')
        + '</div><div class="share">分享到：<a href="#">微信</a><a href="#">微博</a></div>'
        f'<div class="related"><h3>相关链接</h3><ul>{NEWS}</ul></div></div>' + FOOTER + BODY_END
    )


@style
def wechat(title: str, lines: Sequence[str]) -> str:
    sections = "".join(
        '<section style="line-height: 2em;text-indent: 2em;"><span style="font-size: 16px;'
        f'letter-spacing: 1px;" data-x="1">{escape(line)}</span></section>\n'
        for line in lines
    )
    return (
        head("", f'<meta property="og:title" content="{title}"><script>var nonce=1;</script>')
        + '<div id="js_article" class="rich_media"><div class="rich_media_area_primary_inner">'
        f'<h1 class="rich_media_title" id="activity-name">\n{title}\n</h1>'
        '<div id="meta_content" class="rich_media_meta_list"><span class="rich_media_meta">'
        '<a href="javascript:void(0);" id="js_name">云溪发布</a></span>'
        '<em id="publish_time" class="rich_media_meta">2023-05-12 18:30</em></div>'
        '<div class="rich_media_content" id="js_content" style="visibility: hidden; opacity: 0;">'
        f'<section><section powered-by="x.me">{sections}</section></section>'
        '<p style="display: none;"><mp-style-type data-value="3"></mp-style-type></p></div>'
        '<div class="rich_media_tool"><a href="#">阅读原文</a> 阅读 123</div></div></div>'
        '<div id="js_pc_qr_code" style="display:none">微信扫一扫，关注该公众号，第一时间看到新文章</div>'
        "<div class=weui-dialog hidden>预览时标签不可点</div>" + BODY_END
    )


@style
def discuz(title: str, lines: Sequence[str]) -> str:
    text = "<br />\n".join(escape(line) for line in lines)
    return (
        head(f"{title} - 文秘天地 - 公文论坛 - Powered by Discuz!", charset="<meta charset=gbk>")
        + f'<div id="hd"><div id="nv"><ul>{MENU}</ul></div></div><div id="pt" class="bm cl">'
        '<a href="./">公文论坛</a><em>»</em><a href="f">文秘天地</a></div>'
        '<div id="postlist"><table><tr><td class="pls ptn pbn"><div class="hm">查看: <span>1204</span>'
        " 回复: 3</div></td><td class=plc>"
        f'<h1 class="ts"><span id="thread_subject">{title}</span></h1></td></tr></table>'
        '<div id="post_1"><table class="plhin"><tr><td class=pls><a href=u>笔杆子</a><p>积分 560</p></td>'
        '<td class="plc"><div class="pi">发表于 2023-5-12 08:00 | 只看该作者</div><div class="pct">'
        f'<table><tr><td class="t_f" id="postmessage_1">\n{text}<font class="jammer">5 w) q8 ~# m</font><br />'
        '<span style="display:none">'
        + "6 s* d. ^  k</span></td></tr></table></div></td></tr></table></div>"
        '<div id="post_2"><table><tr><td class="plc"><table><tr><td class="t_f" id="postmessage_2">'
        "感谢楼主分享，这篇讲话写得很有水平，收藏学习了。</td></tr></table></td></tr></table></div></div>"
        '<div id="ft">Powered by Discuz! X3.4 © 2001-2023</div>' + BODY_END
    )


@style
def dedecms(title: str, lines: Sequence[str]) -> str:
    return (
        head(f"{title}_公文写作网", '<meta name="keywords" content="讲话,范文">')
        + f'<div class="header"><div id="navMenu"><ul>{MENU}</ul></div></div><div class="w960 center clear">'
        '<div class="pleft"><div class="place"><strong>当前位置:</strong> <a href="/">主页</a> &gt; '
        '<a href="/j">讲话稿</a> &gt; </div>'
        f'<div class="viewbox"><div class="title"><h2>{title}</h2></div>'
        '<div class="info"><small>时间:</small>2023-05-12 10:11<small>来源:</small>未知'
        "<small>作者:</small>admin <small>点击:</small>56次</div>"
        '<div class="content"><table width="100%"><tr><td>'
        + p(lines, "<div>　　", "</div>")
        + '</td></tr></table></div><div class="dede_pages"><ul class="pagelist"><li>共2页: </li><li><a>上一页</a></li>'
        '<li class="thisclass">1</li><li><a href=2>2</a></li></ul></div>'
        '<div class="newdigg"><span>顶一下</span>(0)</div><div class="boxoff"><strong>------分隔线------</strong></div>'
        '<div class="context"><ul><li>上一篇：<a href="1">某局长工作总结</a></li><li>下一篇：没有了</li></ul></div></div></div>'
        f'<div class="pright"><dl class="tbox"><dt><strong>推荐内容</strong></dt><dd><ul>{NEWS}</ul></dd></dl></div></div>'
        '<div class="footer">Copyright © 2010-2023 公文写作网 版权所有</div>' + BODY_END
    )


@style
def word(title: str, lines: Sequence[str]) -> str:
    body = "\n\n".join(
        "<p class=MsoNormal style='text-indent:32.0pt;mso-char-indent-count:2.0;line-height:28.0pt'>"
        "<span\nlang=ZH-CN style='font-size:16.0pt;font-family:仿宋_GB2312;mso-ascii-font-family:\n"
        f'"Times New Roman"\'>{soup(line)}<o:p></o:p></span></p>'
        for line in lines
    )
    return (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office"\nxmlns="http://www.w3.org/TR/REC-html40">\n'
        '<head>\n<meta http-equiv=Content-Type content="text/html; charset=gb2312">\n'
        '<meta name=Generator content="Microsoft Word 15">\n<title>云溪县人民政府</title>\n'
        "<!--[if gte mso 9]><xml><o:DocumentProperties><o:Author>周秘书</o:Author></o:DocumentProperties></xml>"
        "<![endif]-->\n<style><!-- p.MsoNormal{margin:0cm;font-size:10.5pt} --></style>\n</head>\n"
        "<body lang=ZH-CN style='tab-interval:21.0pt'>\n<div class=WordSection1 style='layout-grid:15.6pt'>\n"
        f"<p class=MsoNormal align=center style='text-align:center'><b><span lang=ZH-CN\nstyle='font-size:22.0pt'>"
        f"{escape(title)}</span></b></p>\n<p class=MsoNormal><![if !supportEmptyParas]>&nbsp;<![endif]><o:p></o:p></p>\n"
        f"{body}\n</div>\n</body>\n</html>\n"
    )


def soup(line: str) -> str:
    """A line as Word breaks it: figures in spans of their own, the markup wrapped at will."""
    pieces: list[str] = []
    for sign in line:
        if sign.isascii() and sign.isalnum():
            pieces.append(f"<span\nlang=EN-US>{sign}</span>")
        else:
            pieces.append(escape(sign))
            if len(pieces) % 37 == 0 and sign > "\u3000":
                pieces.append("\n")
    return "".join(pieces)


@style
def wps(title: str, lines: Sequence[str]) -> str:
    body = "".join(
        '<p class=MsoNormal style="text-indent:24.0000pt;" ><span style="mso-spacerun:\'yes\';font-family:宋体;'
        f'font-size:12.0000pt;" ><font face="宋体" >{escape(line)}</font></span><span style="font-size:12pt" >'
        "<o:p></o:p></span></p>"
        for line in lines
    )
    return (
        '<html xmlns:v="urn:schemas-microsoft-com:vml"><head><meta http-equiv=Content-Type  '
        'content="text/html; charset=gb2312" ><meta name=Generator  content="Kingsoft WPS"><title></title>'
        '<!--[if gte mso 9]><xml><o:DocumentProperties/></xml><![endif]--></head><body style="tab-interval:21pt;" >'
        '<!--StartFragment--><div class="Section0"  style="layout-grid:15.6000pt;" >'
        '<p class=MsoNormal align=center><b><span style="font-size:18.0000pt;" ><font face="黑体" >'
        f"{escape(title)}</font></span></b></p>{body}</div><!--EndFragment--></body></html>"
    )


@style
def plain(title: str, lines: Sequence[str]) -> str:
    return f"<html><body>{p([title, *lines])}</body></html>"


@style
def breaks(title: str, lines: Sequence[str]) -> str:
    text = "<br><br>\n".join(f"&nbsp;&nbsp;&nbsp;&nbsp;{escape(line)}" for line in lines)
    return (
        head(f"{title}-云溪新闻网")
        + f"<table width=960 align=center><tr><td colspan=2><a href=/>首页</a> | <a href=/x>新闻</a></td></tr><tr>"
        f"<td valign=top width=700><center><font size=5><b>{title}</b></font></center><hr>{text}<br><br></td>"
        f"<td width=240><b>热点新闻</b><ul>{NEWS}</ul></td></tr>"
        "<tr><td colspan=2 align=center>版权所有 云溪新闻网 备案号：湘ICP备1号</td></tr></table>"
        + BODY_END
    )


@style
def layout_tables(title: str, lines: Sequence[str]) -> str:
    text = "".join(
        f'<tr><td height="30" style="line-height:25px">　　{escape(line)}</td></tr>'
        for line in lines
    )
    return (
        head("云溪县政务网")
        + "<table><tr>"
        + "".join(f"<td><a href={i}>栏目{i}</a></td>" for i in range(8))
        + f'</tr></table><table><tr><td><table><tr><td class="biaoti" align=center>{title}</td></tr>'
        "<tr><td align=center>发布日期：2009-3-4　点击：77　【打印】【关闭】</td></tr></table>"
        f"<table><tbody>{text}</tbody></table></td></tr></table>"
        "<table><tr><td>云溪县人民政府办公室主办　技术支持：云溪信息港</td></tr></table>" + BODY_END
    )


@style
def div_lines(title: str, lines: Sequence[str]) -> str:
    return (
        head(f"{title}|云溪日报")
        + f"<nav>{MENU}</nav><div id=app><div class=wrap><div class='detail'><h2>{title}</h2>"
        "<div class='tips'><span>2023年05月12日 09:15</span><span>稿源：云溪日报</span></div>"
        f"<div class=rich>{p(lines, '<div>', '</div>')}</div><div>[责任编辑：李编]</div></div>"
        f"<aside><h4>排行榜</h4><ol>{NEWS}</ol></aside></div></div><footer>云溪日报社 版权所有</footer>"
        + BODY_END
    )


@style
def gov_cn(title: str, lines: Sequence[str]) -> str:
    return (
        head(
            f"{title}__云溪县政府网",
            '<meta name="author" content="周秘书"><meta name="lanmu" content="讲话">',
        )
        + f'<div class="pub_border"><div class="article oneColumn"><h1 id="ti">{title}</h1>'
        '<div class="pages-date">2023-05-12 20:03 <span class="font">来源： 云溪县政府网</span>'
        '<div class="pages_print"><span>字号：</span><span>默认</span> <span>大</span> <span>超大</span> | 打印 </div></div>'
        f'<div class="pages_content" id="UCAP-CONTENT">{p(lines, "<p style=text-indent:2em>")}</div>'
        '<div class="editor"><span>责任编辑：王编</span></div></div>'
        '<div class="related"><div class="tit">相关稿件</div><ul>' + NEWS + "</ul></div></div>"
        f'<div class="toolbar_1">扫一扫在手机打开当前页</div>{FOOTER}' + BODY_END
    )


@style
def vsb(title: str, lines: Sequence[str]) -> str:
    return (
        head(f"{title}-云溪学院")
        + f'<div class="nav"><ul>{MENU}</ul></div><form name="_newscontent_fromname"><div>'
        f'<h1 align="center">{title}</h1><div align="center">2023年05月12日 11:08&nbsp; 点击：[<span>34</span>]</div>'
        f'<div id="vsb_content"><div class="v_news_content">{p(lines)}</div></div><div id="div_vote_id"></div>'
        '<p align="right">【<a href="javascript:window.opener=null;window.close();">关闭</a>】</p></div>'
        '<div>上一条：<a href="2">关于放假的通知</a></div><div>下一条：<a href="3">招聘启事</a></div></form>'
        f"{FOOTER}" + BODY_END
    )


@style
def hanweb(title: str, lines: Sequence[str]) -> str:
    return (
        head("云溪县人民政府 政务公开 " + title)
        + f'<div class="top-nav">{MENU}</div><table id="article" width="900"><tr><td class="title" align="center">'
        f"<!--<$[标题名称(html)]>begin-->{title}<!--<$[标题名称(html)]>end--></td></tr>"
        '<tr><td align="center">发布日期：2023-05-12 访问次数：<script>x()</script> 信息来源：政府办 字号：[ 大 中 小 ]</td></tr>'
        f'<tr><td class="bt_content"><div id="zoom"><!--ZJEG_RSS.content.begin--><meta name="ContentStart">'
        f"{p(lines, '<p style=text-indent:2em><span>', '</span></p>')}"
        '<meta name="ContentEnd"><!--ZJEG_RSS.content.end--></div></td></tr></table>'
        f'<div class="wzdt">您当前的位置：首页 &gt; 讲话</div>{FOOTER}' + BODY_END
    )


@style
def doc_site(title: str, lines: Sequence[str]) -> str:
    return (
        head(f"{title}.doc_淘稿文库", '<meta name="description" content="由会员分享">')
        + f"<div class=header><a href=/>淘稿文库</a><a href=/vip>会员</a></div><div class=doc-title><h1>{title}</h1></div>"
        '<div class="doc-intro">《文档》由会员分享，可在线阅读，更多相关请在淘稿文库上搜索。</div>'
        f'<div id="doc"><div class="reader-txt-layer">{p(lines[: len(lines) // 2])}</div>'
        f'<div class="page-num">第 1 / 2 页</div>'
        f'<div class="reader-txt-layer">{p(lines[len(lines) // 2 :])}</div></div>'
        '<div class="down"><a href="/d">下载文档</a></div><div class="comment-list"><h3>网友评论</h3>'
        "<p>这篇稿子很好，已经下载，谢谢分享，对我帮助很大。</p></div>"
        f'<div class="recommend-docs"><h3>相关文档</h3><ul>{NEWS}</ul></div>' + BODY_END
    )


@style
def portal(title: str, lines: Sequence[str]) -> str:
    return (
        head(f"{title}_新闻中心_云网")
        + f'<div id="ntes-nav">{MENU}</div><div class="post_main"><h1 class="post_title">{title}</h1>'
        '<div class="post_info">2023-05-12 07:10:33　来源: 云溪日报 <a href="#">举报</a></div>'
        f'<div class="post_body">{p(lines, "<p id=0QA1>")}<div class="gg200x300"><iframe src="ad.html"></iframe></div></div>'
        '<div class="post_author">本文来源：云溪日报 <a href="#">责任编辑：王编_NN1</a></div></div>'
        '<div class="post_comment"><div class="tie">跟贴 12</div><p>说得好，希望早日落实到基层，让老百姓得到实惠。</p></div>'
        f'<div class="post_side"><h3>热点新闻</h3><ul>{NEWS}</ul></div><div class="N-nav-bottom">About 云网 | '
        '<a href="/a">公司简介</a></div>' + BODY_END
    )


@style
def people(title: str, lines: Sequence[str]) -> str:
    return (
        head(f"{title}--云溪频道--人众网")
        + f'<div class="rm_nav cf">{MENU}</div><div class="layout rm_txt cf"><div class="col col-1"><h1>{title}</h1>'
        '<div class="col-1-1">2023年05月12日08:44 | 来源：<a href="http://x">人众网－云溪频道</a></div>'
        f'<div class="rm_txt_con cf">{p(lines, "<p>&#x3000;&#x3000;")}<div class="edit cf">(责编：李编、王编)</div></div>'
        '<div class="rm_relevant cf"><h2><span>相关新闻</span></h2><ul>'
        + NEWS
        + "</ul></div></div></div>"
        "<div id=rwb_footer>人 众 网 版 权 所 有 ，未 经 书 面 授 权 禁 止 使 用</div>" + BODY_END
    )


@style
def html5_article(title: str, lines: Sequence[str]) -> str:
    return (
        head(f"{title} – 乡村笔记")
        + f"<header class=site><a href=/>乡村笔记</a><nav>{MENU}</nav></header><main><article><header><h1>{title}</h1>"
        '<p class="byline"><time datetime="2023-05-12">2023-05-12</time></p></header>'
        f'{p(lines)}<footer><p>标签：<a href="/t">讲话</a></p></footer></article></main>'
        f"<aside><ul>{NEWS}</ul></aside><footer>© 2023 乡村笔记</footer>" + BODY_END
    )


@style
def unclosed(title: str, lines: Sequence[str]) -> str:
    return (
        f"<HTML><HEAD><TITLE>{title}</TITLE><BODY BGCOLOR=#FFFFFF><CENTER><H2>{title}</H2></CENTER><HR>"
        + "".join(f"<P>　　{escape(line)}\n" for line in lines)
        + "<HR><A HREF=index.htm>返回首页</A>"
    )


@style
def pre_text(title: str, lines: Sequence[str]) -> str:
    text = "\n".join(escape(line) for line in lines)
    return (
        head(title) + f"<h3>{title}</h3><pre>\n{text}\n</pre><p><a href=/>返回</a></p>" + BODY_END
    )


@style
def font_soup(title: str, lines: Sequence[str]) -> str:
    body = "".join(
        f'<p><font size="3"><font face="仿宋"><span style="font-size:14pt"><b></b>{escape(line[:7])}<span '
        f'lang="EN-US">{escape(line[7:12])}</span></span><strong>{escape(line[12:15])}</strong>'
        f"</font>{escape(line[15:])}</font></p>"
        for line in lines
    )
    return (
        head(f"{title}_云溪县教育局")
        + f'<div id="menu">{MENU}</div><div id="content_main"><div class="con_title">{title}</div>'
        f'<div class="con_time">发布时间：2023-05-12　　作者：办公室　　浏览量：31</div><div class="nr">{body}</div></div>'
        f"{FOOTER}" + BODY_END
    )


@style
def lists(title: str, lines: Sequence[str]) -> str:
    return (
        head(f"{title}_云溪县人大")
        + f"<ul class=menu>{MENU}</ul><div class=show><h1>{title}</h1><ul class=text>"
        f"{p(lines, '<li>', '')}</ul></div>"
        f"<div class=list><ul>{NEWS}</ul></div>{FOOTER}" + BODY_END
    )


@style
def jpage_sections(title: str, lines: Sequence[str]) -> str:
    third = max(1, len(lines) // 3)
    parts = [lines[i : i + third] for i in range(0, len(lines), third)]
    body = "".join(f'<div class="page" id="p{i}">{p(part)}</div>' for i, part in enumerate(parts))
    return (
        head(f"{title} | 云溪县审计局")
        + f'<div class="menu-wrap">{MENU}</div><div class="main-box"><div class="tt">{title}</div><div class="nr">{body}</div>'
        '<div class="fanye"><a href="#p0">1</a><a href="#p1">2</a><a href="#p2">3</a></div></div>'
        f"{FOOTER}" + BODY_END
    )


@style
def asp_form(title: str, lines: Sequence[str]) -> str:
    return (
        head("云溪县住建局")
        + '<form id="form1" action="show.aspx"><input type="hidden" name="__VIEWSTATE" value="dDwxNDg=">'
        f'<div id="top"><img src="logo.jpg" alt="云溪县住房和城乡建设局">{MENU}</div><div id="box">'
        f'<div><span id="lblTitle" style="font-size:20px">{title}</span></div>'
        "<div>作者：<span>局办</span>　发布时间：<span>2015/5/12 0:00:00</span>　阅读：<span>100</span></div>"
        f'<div><span id="lblContent">{p(lines, "　　", "<br/>")}</span></div><div><a href="javascript:window.print()">打印本页</a>'
        '<a href="javascript:window.close()">关闭窗口</a></div></div>'
        '<div id="bottom">Copyright 2015 云溪县住房和城乡建设局 All Rights Reserved</div></form>'
        + BODY_END
    )


@style
def xhtml(title: str, lines: Sequence[str]) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "x.dtd">\n'
        f'<html xmlns="http://www.w3.org/1999/xhtml"><head><title>{title}</title><script src="a.js" /></head><body>'
        f'<div class="nav">{MENU}</div><div class="content"><h1>{title}</h1><![CDATA[]]>{p(lines)}<br /></div>'
        f'<div id="foot"><a href="/">首页</a></div></body></html>'
    )


@style
def print_page(title: str, lines: Sequence[str]) -> str:
    return (
        head(f"打印 - {title}", "<style>@media print{.noprint{display:none}} .x{color:red}</style>")
        + f'<div class="print-body"><div class="noprint"><a href="javascript:print()">打印</a></div><h2>{title}</h2>'
        f"{p(lines, '<p class=noprint2>')}</div>" + BODY_END
    )


@style
def weibo_long(title: str, lines: Sequence[str]) -> str:
    return (
        head(f"{title}_头条号")
        + f'<div class="article-meta"><span>云溪融媒</span></div><div class="main_editor"><div class="title" node-type="articleTitle">{title}</div>'
        '<div class="authorinfo"><a href="/u">云溪融媒</a> <span class="time">2023-05-12 21:00:01</span></div>'
        f'<div class="WB_editor_iframe_new" node-type="contentBody">{p(lines, "<p img-box=x>")}</div></div>'
        '<div class="WB_feed_repeat"><ul class="comment_list"><li><a href="/a">路人甲</a>：支持县里的决定，我们一定配合好工作。</li></ul></div>'
        '<div class="toolbar">收藏 转发 3 评论 12 赞 40</div>' + BODY_END
    )


@style
def site_frame(title: str, lines: Sequence[str]) -> str:
    return (
        head(
            "云溪县应急管理局网站",
            '<meta http-equiv="Content-Type" content="text/html; charset=utf-8">',
        )
        + f'<div class="wrapper"><div class="head"><h1 class="logo">云溪县应急管理局网站</h1><ul>{MENU}</ul></div>'
        f'<div class="left"><h3>栏目导航</h3><ul>{MENU}</ul></div><div class="right"><p class="bt">{title}</p>'
        '<p class="sj">时间：2023-05-12　来源：本站　[字号：大 中 小]</p><div class="wz">'
        f"{p(lines, '<p><span style=font-family:仿宋>', '</span></p>')}</div>"
        f'<p>上一篇：<a href="/1">值班公告</a></p><p>下一篇：<a href="/2">人员名单</a></p></div></div>{FOOTER}'
        + BODY_END
    )


DIGEST = "".join(
    f'<div class="it"><a href="/d{i}">{a}</a><p>{b}</p></div>'
    for i, (a, b) in enumerate(
        (
            (
                "春耕一线见闻",
                "连日来，记者在多个乡镇看到，农机手们抢抓晴好天气，田间一派繁忙景象。",
            ),
            ("夜市开街", "上周末，城南夜市正式开街，首日客流超过预期，周边商户纷纷延长营业时间。"),
            ("图书馆延时开放", "县图书馆自本月起延长开放时间，读者反映良好，自习座位一座难求。"),
        )
    )
)


@style
def digest_beside(title: str, lines: Sequence[str]) -> str:
    return (
        head(f"{title} - 云溪在线")
        + f'<div id="a1"><div id="a2">{MENU}</div><div id="a3"><h2>{title}</h2><div class="rq">2023-05-12</div>'
        f'<div id="a4">{p(lines)}</div></div><div id="a5"><h3>图文</h3>{DIGEST}</div></div>{FOOTER}'
        + BODY_END
    )


@style
def unmarked_comments(title: str, lines: Sequence[str]) -> str:
    return (
        head(f"{title}_云溪社区")
        + f"<div class=x1>{MENU}</div><div class=x2><h1>{title}</h1><p class=x3>云溪社区 2023-05-12</p>"
        f"<div class=x4>{p(lines)}</div><div class=x5><div>最新评论(2)</div><div><b>过客</b><p>讲得很实在，"
        "希望能落到实处，也希望乡亲们多提意见。</p></div><div><b>老李</b><p>支持！</p></div></div></div>"
        f"{FOOTER}" + BODY_END
    )


@style
def nested_tables(title: str, lines: Sequence[str]) -> str:
    body = "<BR>".join("　　" + escape(line) for line in lines)
    return (
        '<HTML><HEAD><META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=gb2312"><TITLE>云溪县党建网'
        "</TITLE></HEAD><BODY><TABLE><TR><TD background=bg.gif><TABLE><TR>"
        + "".join(
            f"<TD><A HREF=l{i}.htm><FONT COLOR=white>频道{i}</FONT></A></TD>" for i in range(6)
        )
        + f"</TR></TABLE></TD></TR><TR><TD><TABLE><TR><TD><FONT SIZE=5 COLOR=red><B>{title}</B></FONT></TD></TR>"
        f"<TR><TD><FONT SIZE=2>文章来源：党建网　加入时间：2006-4-5 10:22:31</FONT></TD></TR><TR><TD CLASS=f14>{body}"
        "</TD></TR><TR><TD ALIGN=right>【<A HREF=javascript:close()>关闭窗口</A>】</TD></TR></TABLE></TD></TR><TR><TD>"
        "Copyright &copy; 2006 云溪县委组织部</TD></TR></TABLE></BODY></HTML>"
    )


@style
def open_data(title: str, lines: Sequence[str]) -> str:
    return (
        head(f"{title}")
        + f'<div class="hd">{MENU}</div><table class="xxgk"><tr><th>索引号</th><td>yx001/2023-00012</td><th>发布机构</th>'
        "<td>云溪县人民政府办公室</td></tr><tr><th>发文日期</th><td>2023-05-12</td><th>文号</th><td>云政办发〔2023〕12号</td></tr>"
        f'</table><div class="xl-title">{title}</div><div class="xl-con">{p(lines)}</div>'
        '<div class="xl-att">附件：<a href="1.doc">1.任务分解表.doc</a></div>' + FOOTER + BODY_END
    )


@style
def single_page_app(title: str, lines: Sequence[str]) -> str:
    return (
        head("云溪县融媒体中心", '<script>window.__STATE__={"a":"</p>讲话"}</script>')
        + f'<div id="root"><div class="_3kXqP"><div class="_1a">{MENU}</div><div class="_9f"><div class="_h1">{title}</div>'
        f'<div class="_time">05-12 18:22 云溪融媒</div>{p(lines, "<div class=_p><span>", "</span></div>")}'
        '<div class="_like"><span>点赞</span><span>12</span></div></div></div></div><noscript>请启用脚本</noscript>'
        + BODY_END
    )


@style
def mobile(title: str, lines: Sequence[str]) -> str:
    return (
        head(f"{title}")
        + f'<div class="m-top"><a href="/">返回首页</a><span>云溪手机报</span></div><h1>{title}</h1><p>云溪手机报 05月12日</p>'
        f"{p(lines)}<p><a href='#'>展开全文</a></p><p>点击下载云溪客户端，看更多本地新闻</p><ul>{NEWS}</ul>"
        + BODY_END
    )


@style
def br_in_div_with_images(title: str, lines: Sequence[str]) -> str:
    text = "".join(
        f"　　{escape(line)}<br/>" + ('<img src="1.jpg" alt="会场"><br/>' if i == 1 else "")
        for i, line in enumerate(lines)
    )
    return (
        head(f"{title}_某某局_云溪县政府信息公开")
        + f"<div class='w1'>{MENU}</div><div class='w2'><div class='w3'>{title}</div><div class='w4'>信息来源： 办公室 | "
        f"发布日期： 2023-05-12</div><div class='w5'>{text}</div><div class='w6'>分享到：</div></div>{FOOTER}"
        + BODY_END
    )


@style
def blog(title: str, lines: Sequence[str]) -> str:
    return (
        head(f"{title}_秘书小周_新博客")
        + '<div class="sinabloghead"><h1>秘书小周的博客</h1><a href=/u>http://blog.example/u</a></div>'
        f'<div class="SG_connBody"><div class="articalTitle"><h2 class="titName">{title}</h2><span class="time">'
        '(2012-05-12 08:00:00)</span></div><div class="articalTag"><a href="#">转载▼</a><table><tr><td>标签： <h3><a href="#">讲话</a></h3></td>'
        "<td>分类： <a href=f>工作</a></td></tr></table></div>"
        f'<div class="articalContent newfont_family">{p(lines, "<P STYLE=x><FONT>", "</FONT></P>")}</div>'
        '<div class="shareUp">喜欢 0 赠金笔 阅读(20) 评论(0)</div><div class="articalfrontback">前一篇：<a>随想</a> 后一篇：<a>日记</a>'
        "</div></div><div class='sinablogfooter'>新博客意见反馈留言板　欢迎批评指正</div>"
        + BODY_END
    )


@style
def library(title: str, lines: Sequence[str]) -> str:
    sheets = "".join(
        f'<div class="pf" style="position:relative"><div class="pc">{p(lines[i : i + 4], "<div class=t>", "</div>")}'
        f"</div><div class=pn>- {i // 4 + 1} -</div></div>"
        for i in range(0, len(lines), 4)
    )
    return (
        head(f"{title}(共3页)-原创力写作")
        + f"<div class=tbar><a>首页</a><a>分类</a><input value=搜索></div><h1>{title}</h1><div class=sub>格式：doc　页数：3　"
        f"浏览：34 次　<a>举报</a></div><div class=view>{sheets}</div><div class=dl>下载积分：20</div>"
        "<div class=txt>文档介绍：本文档为精品讲话稿，欢迎下载使用。</div>" + BODY_END
    )


@style
def bilingual_head(title: str, lines: Sequence[str]) -> str:
    return (
        head(f"{title}-中国·云溪")
        + '<div id="skip"><a href="#c">Skip to content</a></div><div class="lang"><a>English</a> <a>繁體</a></div>'
        f'<div id="c"><div class="ewb-article"><h3 class="ewb-article-tt">{title}</h3><p class="ewb-article-info">'
        "信息时间：<span>2023-05-12</span> 阅读次数：<span>10</span></p>"
        f'<div class="ewb-article-con">{p(lines, "<p><span><span>", "</span></span></p>")}</div></div></div>{FOOTER}'
        + BODY_END
    )
